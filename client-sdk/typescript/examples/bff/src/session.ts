import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Corral } from "@corral/client";
import { idOf, type Clinic, type Owner } from "./clinic.js";
import { LANGUAGES, type Language } from "./texts.js";

const COOKIE = { path: "/", httpOnly: true, sameSite: "strict", signed: true } as const;

/** Who looks at a page, on which device, in which language. */
export class Session {
  /** Undefined for a guest and at the counter. */
  readonly owner: Owner | undefined;
  readonly isCounter: boolean;
  readonly language: Language;

  constructor(
    private readonly connection: Corral,
    private readonly clinic: Clinic,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {
    const who = this.cookie("who");
    this.owner = clinic.owners.find((owner) => owner.id === who);
    this.isCounter = who === "counter";
    this.language = languageOf(request);
  }

  /** Corral as this person: a pet owner sees only what is theirs. A guest's cart is kept by the web application. */
  get corral(): Corral {
    const { tenant } = this.clinic;
    const actor = this.owner?.id ?? idOf(tenant, "web");
    const role = this.owner ? "CLIENT" : this.isCounter ? "RECEPTION" : "SERVICE";
    return this.connection.as({ development: { tenant, role, actor } });
  }

  /** Whose cart it is: the owner's, or that of this device. */
  get cartOwner() {
    return this.owner
      ? { owner: { case: "clientId" as const, value: this.owner.id } }
      : { owner: { case: "guestToken" as const, value: this.guest() } };
  }

  /** The token of a guest's cart, if this device has one. */
  get guestToken(): string | undefined {
    return this.cookie("guest");
  }

  signIn(who: string): void {
    this.reply.setCookie("who", who, COOKIE);
  }

  signOut(): void {
    this.reply.clearCookie("who", COOKIE);
  }

  forgetGuest(): void {
    this.reply.clearCookie("guest", COOKIE);
  }

  private guest(): string {
    const token = this.guestToken ?? randomUUID();
    this.reply.setCookie("guest", token, COOKIE);
    return token;
  }

  private cookie(name: string): string | undefined {
    const raw = this.request.cookies[name];
    const read = raw === undefined ? undefined : this.request.unsignCookie(raw);
    return read?.valid ? (read.value ?? undefined) : undefined;
  }
}

export function languageOf(request: FastifyRequest): Language {
  const wanted = request.cookies["language"] ?? request.headers["accept-language"]?.slice(0, 2);
  return LANGUAGES.find((language) => language === wanted) ?? "es";
}
