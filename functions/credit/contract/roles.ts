/** Who speaks for an entity: itself, or the centre's counter for it. */
export const FOR_ENTITY = ['merchant', 'agent', 'clerk'] as const;
export const DECIDERS = ['reviewer', 'operator'] as const;
