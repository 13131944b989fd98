import { fromHex } from '../text.ts'

/** PKCS#8 header of a raw 32-byte X25519 secret (RFC 8410). */
export const PKCS8_X25519 = fromHex('302e020100300506032b656e04220420')
/** PKCS#8 header of a raw 32-byte Ed25519 seed (RFC 8410). */
export const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420')
