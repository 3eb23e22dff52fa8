import { layerSettings } from '../config.ts'
import { createSandkasten, type Sandkasten } from '../index.ts'

/** A server of this process, on a free port, with the settings of the environment. */
export function startServer(
  environment: Readonly<Record<string, string | undefined>>
): Promise<Sandkasten> {
  return createSandkasten({ ...layerSettings({}, environment, {}), port: 0, tlsPort: 0 })
}
