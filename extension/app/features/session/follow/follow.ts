/** Does the transcript stick to its end, and where was it last? All in px. */
export interface FollowState {
  readonly following: boolean
  readonly top: number
}

/** Where the scroller stands: its `top`, and how far its end is below. */
export interface Position {
  readonly top: number
  readonly toEnd: number
}

/** Closer to the end than this counts as at the end: less than a line of text. */
export const AT_END_PX = 16

/**
 * The state after the scroller moved. Moving up, away from the end, is a person's doing (wheel, touch, key, drag,
 * focus or a screen reader): following stops. Arriving at the end resumes it. Growth moves nothing.
 */
export const followAfter = (state: FollowState, now: Position): FollowState => {
  const { top } = now
  if (now.toEnd <= AT_END_PX) return { following: state.following || top > state.top, top }
  return { following: state.following && top >= state.top, top }
}

/** The state after a person has begun to go up (wheel or finger), whatever the scroller has made of it yet. */
export const followAfterUp = (state: FollowState, now: Position): FollowState =>
  now.top > 0 ? { ...state, following: false } : state
