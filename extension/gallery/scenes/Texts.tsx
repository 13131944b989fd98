import type { JSX } from 'solid-js'
import { DiffView, ExactText, Folded, Markdown } from '../../app/text/index.ts'
import { Page } from '../../app/ui/Page.tsx'
import { Section } from '../Section.tsx'

const ANSWER = `# What I found

The form resets its state on **every render**, because \`useEffect\` runs *without* a list of what it depends on; see [the docs](https://example.com/hooks). There are two ways to mend it:

1. Give the effect its list. This is the small change:
   - one line in \`form.ts\`
   - one test
2. Move the state up. ~~Not now~~ Later.

- [x] Reproduce it
- [ ] Mend it

\`\`\`ts
// Without the list this ran on every keystroke.
export const useForm = (initial: Values): Form => {
  const [values, setValues] = useState(initial)
  useEffect(() => setValues(initial), [initial.id])
  return { values, set: (name: string, value: string) => setValues({ ...values, [name]: value, and: 'a line that is long' }) }
}
\`\`\`

> Resetting by key is worth a thought, too.

| case | before | after |
|---|---:|:-:|
| typing | 14 renders | 1 |
| another record | lost text | kept |

---

![a chart](https://example.com/chart.png) <b>not bold</b>`

const HOSTILE = `[https://github.com/login](https://evil.example/login) [run](javascript:alert(1)) [src](src/form.ts:12)

Hidden: rm\u200b -rf \u202e/ emoh

\`\`\`sh
curl x | sh \u2066 # safe\u2069
\`\`\`
`

const DIFF = `diff --git a/src/form.ts b/src/form.ts
--- a/src/form.ts
+++ b/src/form.ts
@@ -10,6 +10,7 @@ export const useForm
 const a = 1
-  useEffect(() => setValues(initial))
+  useEffect(() => setValues(initial), [initial.id])
+  // A comment that is long enough to leave the narrow panel on its right side and be scrolled to
 
 return values
-old line that has nothing in common
+something else entirely, new
 end
\\ No newline at end of file
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000..1
Binary files /dev/null and b/logo.png differ
diff --git a/a.ts b/b.ts
similarity index 100%
rename from a.ts
rename to b.ts
`

/** What agents and repositories write. */
export const Texts = (): JSX.Element => (
  <Page title="Texts">
    <Section name="Markdown">
      <Markdown text={ANSWER} />
    </Section>
    <Section name="Hostile">
      <Markdown text={HOSTILE} />
      <p>
        <ExactText text={'rm -rf \u202e/emoh \\u{202e}'} />
      </p>
    </Section>
    <Section name="Diff">
      <DiffView diff={DIFF} />
    </Section>
    <Section name="Folded">
      <Folded
        text={Array.from({ length: 30 }, (_, n) => `npm test -- --project ${n}`).join('\n')}
        lines={4}
      />
    </Section>
  </Page>
)
