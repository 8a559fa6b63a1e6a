import type { Reason } from "@corral/client";

export const LANGUAGES = ["es", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const LOCALES: Record<Language, string> = { es: "es-PY", en: "en-US" };

const es = {
  clinic: "Clínica San Roque",
  who: "¿Quién sos?",
  counter: "Mostrador de la clínica",
  signOut: "Salir",
  home: "Inicio",
  shop: "Tienda",
  cart: "Carrito",
  pets: "Tus mascotas",
  visits: "Tus turnos",
  noVisits: "No tenés turnos.",
  invoices: "Tus facturas",
  noInvoices: "No tenés facturas.",
  book: "Reservar turno",
  choose: "Elegí un horario",
  noSlots: "No hay horarios libres en los próximos días.",
  booked: "El turno está reservado.",
  moved: "El turno se cambió.",
  cancelled: "El turno se canceló.",
  move: "Cambiar horario",
  cancel: "Cancelar turno",
  add: "Agregar al carrito",
  merged: "Juntamos el carrito de este dispositivo con el tuyo.",
  empty: "El carrito está vacío.",
  remove: "Quitar",
  checkout: "Comprar",
  bought: "La compra está hecha. Pagá en el mostrador.",
  signInToBuy: "Entrá para comprar",
  quantity: "Cantidad",
  total: "Total",
  due: "Por pagar",
  pay: "Cobrar en efectivo",
  amount: "Importe",
  paid: "El pago está registrado.",
  back: "Volver",
  free: "libre",
  refused: "No se pudo",
  notAmount: "Escribí un importe, por ejemplo 50.000.",
};

const en: Record<keyof typeof es, string> = {
  clinic: "San Roque Clinic",
  who: "Who are you?",
  counter: "Front desk",
  signOut: "Sign out",
  home: "Home",
  shop: "Shop",
  cart: "Cart",
  pets: "Your pets",
  visits: "Your visits",
  noVisits: "You have no visits.",
  invoices: "Your invoices",
  noInvoices: "You have no invoices.",
  book: "Book a visit",
  choose: "Choose a time",
  noSlots: "There is no free time in the next days.",
  booked: "The visit is booked.",
  moved: "The visit has been moved.",
  cancelled: "The visit is cancelled.",
  move: "Change the time",
  cancel: "Cancel the visit",
  add: "Add to cart",
  merged: "The cart of this device has been joined with yours.",
  empty: "The cart is empty.",
  remove: "Remove",
  checkout: "Buy",
  bought: "Thank you. Please pay at the front desk.",
  signInToBuy: "Sign in to buy",
  quantity: "Quantity",
  total: "Total",
  due: "Due",
  pay: "Take cash",
  amount: "Amount",
  paid: "The payment is recorded.",
  back: "Back",
  free: "free",
  refused: "That did not work",
  notAmount: "Type an amount, such as 50,000.",
};

export type Texts = typeof es;
export const TEXTS: Record<Language, Texts> = { es, en };

/** What a pet owner is told, by reason. Never the message of the error: that is for developers. */
const REFUSALS: Partial<Record<Reason, Record<Language, string>>> = {
  STAFF_BUSY: {
    es: "Alguien reservó ese horario un momento antes. Elegí otro, por favor.",
    en: "Somebody booked that time a moment before you. Please choose another.",
  },
  PET_BUSY: { es: "Tu mascota ya tiene un turno a esa hora.", en: "Your pet has another visit at that time." },
  TIME_IN_PAST: { es: "Ese horario ya pasó.", en: "That time has passed." },
  STALE_VERSION: {
    es: "Algo cambió en otro dispositivo. Mirá de nuevo, por favor.",
    en: "Something was changed on another device. Please look again.",
  },
  CHANGE_WINDOW_CLOSED: {
    es: "Ya es tarde para cambiarlo por acá. Llamá a la clínica.",
    en: "It is too late to change it here. Please call the clinic.",
  },
  OUT_OF_STOCK: { es: "No queda suficiente de un producto.", en: "There is not enough left of a product." },
  PRICE_CHANGED: { es: "Un precio cambió. Mirá el carrito de nuevo.", en: "A price has changed. Please look again." },
  CART_EMPTY: { es: "El carrito está vacío.", en: "The cart is empty." },
  OVERPAYMENT: { es: "Es más de lo que falta pagar.", en: "That is more than is due." },
  UNREACHABLE: {
    es: "El sistema no responde. Probá de nuevo en un momento; nada se hace dos veces.",
    en: "The system does not answer. Try again in a moment; nothing is done twice.",
  },
};

const OTHERWISE: Record<Language, string> = {
  es: "Eso no es posible ahora.",
  en: "That is not possible now.",
};

export function refusal(reason: Reason, language: Language): string {
  return (REFUSALS[reason] ?? OTHERWISE)[language];
}
