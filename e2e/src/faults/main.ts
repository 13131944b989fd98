import { runCampaign } from './campaign.ts'

/** `node dist/faults/main.js SEED RUNS`: one campaign, each run on its line. */
const [seed = String(Date.now() % 1_000_000), runs = '12'] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const { problems, ...rest } = await runCampaign(Number(seed), Number(runs), { say })
say(JSON.stringify(rest))
for (const problem of problems) say(problem)
process.exitCode = problems.length > 0 ? 1 : 0
