import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import type { Outcome } from '../cli-process.ts'

/** What `docker run` is told, with the folder that is the container's `/`. */
export type Container = {
  readonly root: string
  readonly workdir: string
  readonly user: string
  readonly env: Readonly<Record<string, string>>
  readonly command: readonly string[]
  /** Folders of this machine by the path that they have inside. */
  readonly mounts?: Readonly<Record<string, string>>
}

type Task = Container & {
  /** A step of the build: as root, who may write. */
  readonly isRoot?: boolean
}

/** How long `docker stop` waits. */
const GRACE_MS = 10_000

/** A network, processes and a root of its own, which nobody may write to. What the base image brings is this machine's. */
const SCRIPT = `
mount --bind "$ROOT" "$ROOT"
for name in usr bin lib lib64 etc dev; do
  if [ -L "/$name" ]; then ln -sfn "$(readlink "/$name")" "$ROOT/$name"
  elif [ -d "/$name" ]; then
    mkdir -p "$ROOT/$name"
    mount --rbind "/$name" "$ROOT/$name"
    mount -o remount,bind,ro "$ROOT/$name"
  fi
done
mkdir -p "$ROOT/proc"
mount -t proc proc "$ROOT/proc"
[ -n "$WRITABLE" ] || mount -o remount,bind,ro "$ROOT"
while [ "$1" != -- ]; do
  mount --bind "$1" "$ROOT$2"
  mount -o remount,bind,rw "$ROOT$2"
  shift 2
done
shift
ip link set lo up
exec chroot "$ROOT" "$@"
`
const NAMESPACES = ['--mount', '--net', '--pid', '--fork', '--kill-child']

/** Why no container can be run here; `false` when it can. */
export const skip = spawnSync('unshare', [...NAMESPACES, 'ip', 'link', 'set', 'lo', 'up']).status
  ? 'containers need root, unshare and ip: what runs in them is skipped'
  : false

/** Runs a command to its end. */
export async function runOnce(task: Task): Promise<Outcome> {
  return outcomeOf(begin(task))
}

/** A container that runs until it is stopped, at the latest at the end of the test. */
export async function runContainer(t: Test, container: Container) {
  const child = begin(container)
  t.teardown(() => void child.kill('SIGKILL'))
  const end = outcomeOf(child)
  // The server prints its addresses once it is ready.
  await Promise.race([child.stdout && once(child.stdout, 'data'), end])
  const [pid] = readChildren(child)
  if (pid === undefined) throw new Error(`it ended at once: ${(await end).stderr}`)
  return {
    end,
    /** As `docker exec` does it. */
    exec(...command: readonly string[]): Promise<Outcome> {
      const inside = ['--mount', '--net', '--pid', '--root', ...asUser(container), ...command]
      return new Promise(resolve => {
        execFile('nsenter', ['--target', pid, ...inside], (error, stdout, stderr) => {
          resolve({ code: Number(error?.code ?? 0), stdout, stderr })
        })
      })
    },
    /** As `docker stop` does it: 137 tells that the time was over. */
    async stop(graceMs = GRACE_MS): Promise<Outcome> {
      process.kill(Number(pid), 'SIGTERM')
      const late = setTimeout(() => process.kill(Number(pid), 'SIGKILL'), graceMs)
      const outcome = await end
      clearTimeout(late)
      return outcome
    }
  }
}

function begin(task: Task): ChildProcess {
  const { root, mounts = {}, isRoot = false, command } = task
  const bound = Object.entries(mounts).flatMap(([inside, outside]) => [outside, inside])
  const inside = [...bound, '--', ...asUser(task), ...command]
  return spawn('unshare', [...NAMESPACES, 'sh', '-ec', SCRIPT, 'sh', ...inside], {
    env: { PATH: process.env['PATH'] ?? '', ROOT: root, WRITABLE: isRoot ? 'yes' : '' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

/** As that user, without any right to become another one, and with nothing but the environment that is given. */
function asUser({ user, env, workdir, isRoot }: Task): readonly string[] {
  const [uid = '', gid = ''] = user.split(':')
  const drop = ['setpriv', '--reuid', uid, '--regid', gid, '--clear-groups', '--no-new-privs']
  const variables = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', ...env })
  const pairs = variables.map(([name, value]) => `${name}=${value}`)
  return [...(isRoot ? [] : [...drop, '--bounding-set=-all']), 'env', '-i', '-C', workdir, ...pairs]
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', chunk => {
    stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', chunk => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

function readChildren({ pid }: ChildProcess): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? []
  } catch {
    return []
  }
}
