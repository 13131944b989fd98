/** What a browser may do with the web app’s pages: run our own scripts, and talk to this relay. */
const contentSecurityPolicy = (publicOrigin: string): string => {
  const { protocol, host } = new URL(publicOrigin)
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // The two policies that the app makes at its start: no script can make one more, nor one of the same name.
    'trusted-types hearth-templates hearth-worker',
  ].join('; ')
}

const POWERS = ['geolocation', 'microphone', 'payment', 'usb', 'serial', 'midi', 'display-capture']

/** The headers of every answer. The camera is the one power that the app asks for: it reads pairing codes. */
export const securityHeaders = (publicOrigin: string): Record<string, string> => {
  const headers = {
    'content-security-policy': contentSecurityPolicy(publicOrigin),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': ['camera=(self)', ...POWERS.map((power) => `${power}=()`)].join(', '),
    'x-frame-options': 'DENY',
  }
  const strict = { 'strict-transport-security': 'max-age=31536000' }
  return publicOrigin.startsWith('https:') ? { ...headers, ...strict } : headers
}
