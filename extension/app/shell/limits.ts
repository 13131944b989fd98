/** Bounds of the app's frame. All times in ms. */

/** Between two looks for a newer version while the app stays open. */
export const UPDATE_STEP_MS = 3_600_000
