// A server of its own process, for tests that kill it: `node --import tsx collab-server.ts <database url> <port>`.
import { startServer } from './collab-support.ts'

const [url = '', port = '0'] = process.argv.slice(2)
const server = await startServer(url, { port: Number(port) })
process.stdout.write(`listening ${server.port}\n`)
