import { Failure } from '../../../kernel/values/fail.ts'
import { machineWorld } from '../../../kernel/values/world.ts'
import * as q from './payment.sql.ts'
import { bankFileOf } from './payment.ts'
import { CASHIER, CITY, LEADER, moneyOffice } from './testkit.ts'

/**
 * A payment day as three persons would have it, begun anew wherever the last one was killed: it asks before it does, and a
 * batch that was sent is asked after, never sent again. Ends with 0 when nothing is left to pay.
 */
const { connection, bank, budget, year } = JSON.parse(process.argv[2]!)
const { db, office, open, act } = await moneyOffice(connection, machineWorld('Asia/Shanghai'))
const P = 'subsidy.payment'
const order = { fund: 'employment', county: '141002', year }
const ask = async (number: string) =>
  (await fetch(`${bank}/ask/${number}`)).json() as Promise<{ received: boolean; answers: string[] }>

for (;;) {
  const [batch] = await db.read.rows<q.BatchRow>(q.livingBatches(budget))
  if (!batch) {
    try {
      await open(P, order, CASHIER)
    } catch (e) {
      if (e instanceof Failure && e.findings[0]?.code === 'NOTHING_PAYABLE') break
      throw e
    }
    continue
  }
  const id = batch.case_id
  if (batch.state === 'frozen') await act(P, id, 'seal', CITY, {}, `seal-${id}`)
  else if (batch.state === 'sealed') {
    await act(P, id, 'send', CASHIER, {}, `send-${id}`)
    const file = await bankFileOf(db.read, office, id)
    // Whether it arrived is learned by asking, whatever becomes of this request.
    await fetch(`${bank}/batch/${file.number}`, { method: 'POST', body: file.text }).catch(() => {})
  } else {
    const { received, answers } = await ask(batch.number)
    if (!received) await act(P, id, 'undelivered', LEADER, { evidence: `行函 ${batch.number}` }, `undelivered-${id}`)
    for (const a of answers)
      await act(P, id, 'takeReturn', CASHIER, { file: a }).catch((e: unknown) => {
        // A second copy may come after the first has closed the batch.
        if (!(e instanceof Failure && e.code === 'WrongState')) throw e
      })
  }
}
await db.close()
