import type { PageManifest } from '../../../../kit/desk/manifest.ts'

const staff = ['handler', 'reviewer', 'leader', 'auditor']

export const manifest: PageManifest = {
  room: 'assessment',
  items: [
    {
      path: '/assessment/plans',
      title: { zh: '评价计划', en: 'Evaluation plans' },
      who: [...staff, 'institutionClerk'],
      icon: 'case',
      component: () => import('./Plans.tsx'),
    },
    {
      path: '/assessment/plan',
      title: { zh: '拟订评价计划', en: 'Draft a plan' },
      who: ['institutionClerk'],
      icon: 'form',
      component: () => import('./DraftPlan.tsx'),
    },
    {
      path: '/assessment/marks',
      title: { zh: '录入成绩', en: 'Enter marks' },
      who: ['institutionClerk'],
      menu: false,
      component: () => import('./Marks.tsx'),
    },
    {
      path: '/assessment/papers',
      title: { zh: '准考证和门贴', en: 'Tickets and door sheets' },
      who: [...staff, 'institutionClerk'],
      menu: false,
      component: () => import('./Papers.tsx'),
    },
    {
      path: '/assessment/planner',
      title: { zh: '职工晋级规划', en: 'Planner for staff' },
      who: ['institutionClerk'],
      icon: 'list',
      component: () => import('./Planner.tsx'),
    },
    {
      path: '/assessment/norms',
      title: { zh: '评价规范', en: 'Evaluation norms' },
      who: [...staff, 'institutionClerk'],
      icon: 'case',
      component: () => import('./Norms.tsx'),
    },
    {
      path: '/assessment/norm',
      title: { zh: '报备评价规范', en: 'File a norm' },
      who: ['institutionClerk'],
      menu: false,
      component: () => import('./DraftNorm.tsx'),
    },
    {
      path: '/assessment/examiners',
      title: { zh: '考评员', en: 'Examiners' },
      who: staff,
      icon: 'list',
      component: () => import('./Examiners.tsx'),
    },
    {
      path: '/assessment/supervisions',
      title: { zh: '质量督导', en: 'Supervision' },
      who: staff,
      icon: 'case',
      component: () => import('./Supervisions.tsx'),
    },
  ],
  cases: { 'assessment.plan': () => import('./PlanCase.tsx') },
  opens: { 'assessment.plan': '/assessment/plan', 'assessment.norming': '/assessment/norm' },
}
