import { mount } from '../../app/mount.tsx'

const root = document.getElementById('app')
if (root)
  mount('panel', root, {
    pages: async () => (await import('../../page/panel/pages.ts')).createPanelPages(),
  })
