import { describe, expect, it } from 'vitest'
import { layerGaps, wrongLayers } from './rules/layers.ts'
import { readRepository } from './rules/sources.ts'

const repository = readRepository()
const wrong = (path: string, specifier: string): string[] =>
  wrongLayers([{ path, text: `import { x } from '${specifier}'` }])

describe('layers of the app', () => {
  it('hold in this repository', () => {
    expect(wrongLayers(repository)).toEqual([])
    expect(layerGaps(repository)).toEqual([])
  })

  it.each([
    ['extension/app/ui/A.tsx', '../state/hub.ts', 'ui may not import state'],
    ['extension/app/ui/A.tsx', '../text/index.ts', 'ui may not import text'],
    ['extension/app/text/code/a.ts', '../../features/status/StatusLine.tsx', 'text may not import features'],
    ['extension/app/device/a.ts', '../state/limits.ts', 'device may not import state'],
    ['extension/app/state/a.ts', '../features/session/words.ts', 'state may not import features'],
    ['extension/app/state/a.ts', '../ui/now.ts', 'state may not import ui'],
    ['extension/app/features/pair/a.ts', '../../device/keys.ts', 'features may not import device'],
    ['extension/app/features/pair/a.ts', '../../shell/words.ts', 'features may not import shell'],
    ['extension/app/features/sessions/a.ts', '../session/words.ts', "session/words.ts is session's own"],
    ['extension/app/features/status/a.ts', '../requests/pending.ts', 'status may not build on requests'],
    ['extension/app/services.ts', './ui/Frame.tsx', 'services stand on state alone'],
    ['extension/entrypoints/background.ts', '../app/features/session/words.ts', 'past its door'],
    ['extension/entrypoints/sidepanel/main.tsx', '../../app/App.tsx', 'past its door'],
    ['extension/web/main.tsx', '../app/state/hub.ts', 'past its door'],
  ])('refuse %s: %s', (path, specifier, reason) => {
    expect(wrong(path, specifier)).toEqual([expect.stringContaining(reason)])
  })

  it.each([
    ['extension/app/features/session/header/A.tsx', '../../requests/RequestDock.tsx'],
    ['extension/app/features/session/header/A.tsx', '../../../ui/Page.tsx'],
    ['extension/app/text/code/a.ts', '../../ui/Button.tsx'],
    ['extension/app/state/a.ts', '../device/bus.ts'],
    ['extension/app/App.tsx', './features/session/SessionScreen.tsx'],
    ['extension/app/features/session/a.test.ts', '../../device/keys.ts'],
    ['extension/entrypoints/background.ts', '../app/state/hub.ts'],
    ['extension/web/update.ts', '../app/shell/limits.ts'],
  ])('allow %s: %s', (path, specifier) => {
    expect(wrong(path, specifier)).toEqual([])
  })

  it('know every folder and feature that there is', () => {
    const gaps = layerGaps([
      ...repository,
      { path: 'extension/app/odd/a.ts', text: '' },
      { path: 'extension/app/features/elsewhere/a.ts', text: '' },
    ])
    expect(gaps).toEqual([
      'extension/app/odd is in no layer',
      'extension/app/features/elsewhere has no place',
    ])
  })
})
