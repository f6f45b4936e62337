// Everything the pages are built from. Import from here:
//
//   import { Shell, PageTitle, Button, TextField, Notice, Loaded } from '../shared/components.js';
//
// frame.js     Shell (header, navigation, main, footer, language and large-type switches),
//              PageTitle, OfflineBanner, Steps, Ribbon
// forms.js     Button, LinkButton, Field, TextField, SelectField, Choices, CheckField,
//              focusFirstError, useUid
// feedback.js  Notice, ProblemNotice, Empty, Skeleton, Loaded, announce, LiveRegion, Facts
// dialog.js    Dialog, ConfirmDialog
// Each says in its comment what it takes. All texts come from i18n.js, all looks from base.css.

export * from './components/frame.js';
export * from './components/forms.js';
export * from './components/feedback.js';
export * from './components/dialog.js';
