import { createServer } from 'node:http';
import { healthRoutes } from './api/health.js';
import { openCorridor } from './changes/corridor.js';
