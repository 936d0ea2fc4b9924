const MAX_PAUSE_MS = 20;

/**
 * Waits before something is tried again that somebody else got in the way of: the longer, the more often it has been tried,
 * and a random time, else those that met once meet again. The first attempt may have been an accident: no wait.
 */
export async function pauseAfter(attempt: number): Promise<void> {
  if (attempt === 1) return;
  const ms = Math.random() * Math.min(attempt, MAX_PAUSE_MS);
  await new Promise((resolve) => setTimeout(resolve, ms));
}
