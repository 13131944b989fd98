/** Whether this driver's API is that of the version: 2.x and later are driven over ACP. */
export function isDriven(version: string): boolean {
  return /^1\./.test(version)
}
