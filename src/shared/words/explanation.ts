/** What a person reads about a problem: whole sentences, except `where`. '' where nothing is to say. */
export interface Explanation {
  /** What is the matter. */
  readonly what: string;
  /** The store and the element, as in `obs/louvain of a.h5ad`. */
  readonly where: string;
  /** Why that is a problem, or how it came about. */
  readonly why: string;
  /** What to do about it. */
  readonly todo: string;
}
