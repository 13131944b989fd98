import type { JSX } from 'solid-js'
import { Page } from '../ui/Page.tsx'
import { Skeleton } from '../ui/Progress.tsx'
import * as words from './words.ts'

/** What is there before storage has been read or a screen's code has come: milliseconds as a rule. */
export const Opening = (): JSX.Element => (
  <Page title={words.APP}>
    <Skeleton words={words.OPENING} />
  </Page>
)
