/**
 * Slack's limits, in characters unless the name says otherwise. Sources: docs.slack.dev, Block Kit and views; for alerts,
 * which that reference leaves open, `AlertBlock` of slackapi/java-slack-sdk.
 */
export const slackLimits = {
  ...{
    title: 24,
    header: 150,
    section: 3000,
    alert: 200,
    messageText: 3000,
    button: 75,
    buttonValue: 2000,
    option: 75,
    error: 2000,
  },
  ...{ label: 2000, hint: 2000, placeholder: 150, inputValue: 3000, optionCount: 100, actionElementCount: 25 },
  ...{ confirmTitle: 100, confirmText: 300, confirmButton: 30 },
  ...{ fileTitle: 255, fileAltText: 1000, fileComment: 3000 },
  /** Slack counts blocks, and refuses to post a message of more than about 12,000 characters. */
  message: { maxBlocks: 50, maxCharacters: 10_000 },
  modal: { maxBlocks: 100, maxCharacters: 100_000 },
} as const;
