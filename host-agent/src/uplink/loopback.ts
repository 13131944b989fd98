/** Whether an origin is this machine’s own: browsers take such pages as secure without TLS. */
export const isLoopback = (origin: string): boolean => {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
