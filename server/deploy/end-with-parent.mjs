// Loaded into the server by start.mjs: when the starter is gone, even by kill -9, the server ends itself in order
// instead of living on without its database.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
