import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'

import { attendanceKind } from './attendance.ts'
import { classesKind } from './classes.ts'
import { enrolmentsKind } from './enrolments.ts'
import { callBacksKind, materialsKind } from './notes.ts'
import { projectsKind } from './projects.ts'
import { teachersKind } from './teachers.ts'
import { timetableKind } from './timetable.ts'
import { venuesKind } from './venues.ts'

export const trainingKinds: { readonly [id: string]: ImportStore } = {
  'training.projects': projectsKind,
  'training.teachers': teachersKind,
  'training.venues': venuesKind,
  'training.classes': classesKind,
  'training.timetable': timetableKind,
  'training.enrolments': enrolmentsKind,
  'training.attendance': attendanceKind,
  'training.materials': materialsKind,
  'training.call-backs': callBacksKind,
}
