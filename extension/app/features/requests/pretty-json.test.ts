import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prettyJson } from './pretty-json.ts'

describe('JSON for the eye', () => {
  it('breaks lines', () => {
    expect(prettyJson('{"a":[1,{}],"b" : "x, y: {z}"}')).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "x, y: {z}"\n}',
    )
  })

  it('shows a key twice that stands there twice, and numbers as they were written', () => {
    const pretty = prettyJson('{"path":"/safe","path":"/etc","n":1e400,"s":"\\u202e\\""}')
    expect(pretty).toContain('"path": "/safe"')
    expect(pretty).toContain('"path": "/etc"')
    expect(pretty).toContain('1e400')
    expect(pretty).toContain('"\\u202e\\""')
  })

  it.each(['', 'rm -rf ~', '{"a":', "{'a': 1}"])('leaves %j as it is', (text) => {
    expect(prettyJson(text)).toBe(text)
  })

  it('differs in white space alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text))
        expect(prettyJson(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})
