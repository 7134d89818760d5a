import { authMethods } from './auth.js';
import { blockMethods } from './blocks.js';
import type { Method } from './call.js';
import { chatMethods } from './chat.js';
import { conversationMethods } from './conversations.js';
import { fileMethods } from './files.js';
import { userMethods } from './users.js';
import { viewMethods } from './views.js';

/** All supported Web API methods, by name. */
export const methods: Readonly<Record<string, Method>> = {
  ...authMethods,
  ...blockMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...userMethods,
  ...viewMethods,
};
