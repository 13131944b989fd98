/** A stated bound: how much of what, and why that much. */
export interface Limit {
  readonly value: number
  readonly unit: string
  readonly why: string
}
