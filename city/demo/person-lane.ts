import { secretPlace } from '../../kernel/records/answer.ts'
import { columnOf } from '../../kernel/records/fields.ts'
import type { KeyRing } from '../../kernel/secrets/keyring.ts'
import { person as personRecord } from '../../modules/people/index.ts'
import type { TableCopy } from './copy.ts'
import { dayText } from './days.ts'
import { Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import { schoolingOf } from './history-lane.ts'
import { IdentityNumbers } from './identity.ts'
import { birthYear, type Person } from './population.ts'
import { bytesText } from './rows.ts'
import type { Roll } from './training.ts'

export type PersonCopies = { person: TableCopy; identityKey: TableCopy }

const STREAM = 31
const BATCH = 400
const IDENTITY = columnOf('identity', personRecord.fields.identity)
const PHONE = columnOf('phone', personRecord.fields.phone)
/** The index of an identity number is bound to table and column, as the register asks for it. */
const IDENTITY_INDEX = `${personRecord.table}.${IDENTITY}`

/** Writes who the persons are: name, identity number and phone, the latter two sealed. */
export class PersonWriter {
  readonly #frame: Frame
  readonly #keys: KeyRing
  readonly #identities: IdentityNumbers
  readonly #dice = new Dice()

  constructor(frame: Frame, keys: KeyRing) {
    this.#frame = frame
    this.#keys = keys
    this.#identities = new IdentityNumbers(
      frame.successions,
      frame.elsewhere.length ? frame.elsewhere : frame.counties.map((c) => c.code),
      frame.targets.assumptions.bornElsewhere,
      frame.population.persons,
    )
  }

  /** Identity number and phone of one person, in the clear. Persons come in order: who comes first has the free number. */
  describe(p: Person) {
    const { population, targets, words } = this.#frame
    const d = this.#dice.reset(targets.seed, STREAM, p.index)
    const name = this.#frame.names.of(d, p.male, birthYear(p))
    const identity = this.#identities.of(d, population.counties[p.county]!, p.born, p.male)
    const phone = d.chance(targets.assumptions.phoneShare)
      ? d.of(words.mobiles) + String(d.below(100_000_000)).padStart(8, '0')
      : null
    return { name, identity, phone }
  }

  write(p: Person, to: PersonCopies): void {
    const { population } = this.#frame
    const id = population.idOf(p.index)
    const { name, identity, phone } = this.describe(p)
    const index = bytesText(this.#keys.blindIndex(IDENTITY_INDEX, identity))
    const sealed = bytesText(this.#keys.encrypt(secretPlace(personRecord.table, IDENTITY, id), identity))
    const phoneSealed =
      phone === null ? '\\N' : bytesText(this.#keys.encrypt(secretPlace(personRecord.table, PHONE, id), phone))
    const left =
      p.left === null
        ? '\\N\t\\N\t\\N'
        : `${dayText(p.left)}\t${p.died ? 'died' : 'moved-away'}\t${dayText(p.leftKnown!)}`
    to.person.add(
      `${id}\t${name.name}\t${name.key}\t${p.male ? 'male' : 'female'}\t${dayText(p.born)}\t${sealed}\t${index}\t${phoneSealed}\t${population.counties[p.county]}\t${schoolingOf(this.#frame.targets, p)}\t${dayText(p.known)}\t${left}\t${name.terms}\t1\n`,
    )
    to.identityKey.add(`${index}\t${id}\n`)
  }
}

/** All persons of the town, in order; others have a turn between the batches. */
export async function writePersons(
  frame: Frame,
  keys: KeyRing,
  roll: Roll,
  to: PersonCopies,
  done: (persons: number) => void,
): Promise<void> {
  const writer = new PersonWriter(frame, keys)
  const { population } = frame
  for (let i = 0; i < population.persons; i++) {
    const p = population.make(i)
    roll.note(p, birthYear(p))
    writer.write(p, to)
    if (i % BATCH === BATCH - 1) {
      await Promise.all([to.person.flush(), to.identityKey.flush()])
      if (i % (BATCH * 5) === BATCH * 5 - 1) await new Promise((next) => setImmediate(next))
      if (i % (BATCH * 20) === BATCH * 20 - 1) done(i + 1)
    }
  }
  done(population.persons)
}
