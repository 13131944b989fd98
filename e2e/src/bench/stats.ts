/** The middle value; NaN for none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which the share `q` (0 to 1) lies, by nearest rank; NaN for none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

/** Three significant digits, as people read figures. */
export const short = (value: number): string =>
  Number.isNaN(value) ? '–' : Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
