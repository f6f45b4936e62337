// Texts of the demo mailbox. Same keys as zh.js.
export default {
  'demo.section': 'Demo mailbox',
  'demo.title': 'Demo mailbox',
  'demo.lead': 'In a real hospital these messages go to the patient’s phone.',
  'demo.ribbon': 'All of this is demonstration data. Please do not enter real personal details.',
  'demo.refresh': 'Refresh',
  'demo.none': 'No messages yet',
  'demo.none-help': 'Ask for a code on the booking page and the message appears here.',
};
