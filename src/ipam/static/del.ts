/** Nothing was allocated, nothing is freed: not even the configuration is looked at. */
export async function del(): Promise<void> {}
