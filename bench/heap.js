// Loaded into a server that is measured: tells its memory when asked, garbage not counted.
process.on('message', () => {
  globalThis.gc()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send({ heapMb: (heapUsed + external) / 2 ** 20, rssMb: rss / 2 ** 20 })
})
process.channel.unref()
