import { list, record, string } from './json.ts'
import type { PropertySpec, ToolSpec } from './types.ts'

/** Reads the tool declarations of every dialect: flat, under `function`, or grouped under Gemini's lists. */
export function readTools(tools: unknown): ToolSpec[] {
  return list(tools).flatMap((value) => {
    const entry = record(value)
    const grouped = entry.functionDeclarations ?? entry.function_declarations
    return grouped === undefined ? readTool({ ...entry, ...record(entry.function) }) : readTools(grouped)
  })
}

function readTool(tool: Record<string, unknown>): ToolSpec[] {
  const name = string(tool.name)
  if (name === '') return []
  const schema = record(tool.parameters ?? tool.parametersJsonSchema ?? tool.input_schema)
  return [
    { name, properties: readProperties(schema.properties), required: list(schema.required).map(string) },
  ]
}

function readProperties(value: unknown): Record<string, PropertySpec> {
  return Object.fromEntries(Object.entries(record(value)).map(([name, spec]) => [name, readProperty(spec)]))
}

function readProperty(value: unknown): PropertySpec {
  const spec = record(value)
  const first = Array.isArray(spec.type) ? spec.type[0] : spec.type
  return {
    type: typeof first === 'string' ? first.toLowerCase() : undefined,
    description: typeof spec.description === 'string' ? spec.description : undefined,
    enum: Array.isArray(spec.enum) ? spec.enum : undefined,
    items: spec.items === undefined ? undefined : readProperty(spec.items),
    properties: spec.properties === undefined ? undefined : readProperties(spec.properties),
  }
}
