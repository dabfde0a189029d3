import { Adapter } from 'socket.io-adapter'

type Frames = { wsPreEncodedFrame?: Buffer[] }
type Encode = (packet: unknown, options: Frames) => unknown

/**
 * Socket.IO's own adapter, whose broadcast is one buffer instead of two. A broadcast is encoded and framed once whatever
 * the number of screens; but its frame came as head and body, and every socket then gathered the two again for its
 * write, hundreds of times over. Screens of one room are this process's own: nothing here goes through Redis.
 */
export class OneWriteAdapter extends Adapter {
  constructor(...args: ConstructorParameters<typeof Adapter>) {
    super(...args)
    // Private in its types only; without it (another version) frames stay in two parts and everything still works.
    const own = this as unknown as { _encode?: Encode }
    const encode = own._encode?.bind(this)
    if (!encode) return
    own._encode = (packet, options) => {
      const encoded = encode(packet, options)
      if (options.wsPreEncodedFrame) options.wsPreEncodedFrame = [Buffer.concat(options.wsPreEncodedFrame)]
      return encoded
    }
  }
}
