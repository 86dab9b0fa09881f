// Package chestnyznak is a client of Честный знак (ГИС МТ), the Russian registry of marked goods, by its True API: what
// is known of a code, documents that bring codes out of circulation and back, and whether a code may be sold.
//
//	registry := chestnyznak.New(signer).Registry(chestnyznak.Settings{INN: "5544332219"})
//	r, err := registry.Report(ctx, marking.Report{Key: "A-1042/1", Direction: marking.Withdraw, Date: shipped, Units: units})
//	r, err = registry.Read(ctx, r.Ref) // until it is no longer waiting
//
// The vendor's document is "ГИС МТ. Описание True API" (v731 of September 2026, which could be read at second hand
// only). Typed are the sign-in, cises/info, product/info, documents/create with withdrawal, its cancelling, return, new
// codes and shipment, doc/info, doc/list, and of the permission mode codes/check with its hosts; [Client.Call] reaches
// any other path.
//
// # The signature
//
// The registry lets a participant in, and takes documents, by a qualified signature (УКЭП) of the GOST kind. Go has
// none: the host gives a [marking.Signer] over a cryptographic provider, a hardware token or a signing service. Sign-in
// signs a text of the registry's, attached; a document is signed detached, over exactly the bytes that are sent. A
// token lives for ten hours and is renewed by itself. Without a signer, [Files] writes files that a person uploads in
// the cabinet.
//
// # A document is sent once
//
// documents/create has no key by which the registry would know a repeat, and a second withdrawal is refused and hides
// that the first one was accepted. So [Client.CreateDocument] is never repeated: a lost answer is of class InDoubt.
// [Registry.Report] looks for the document before it sends one: by its number and its codes among those that the
// registry received since the day of the report. One whose answer was lost is sent again only when it was not seen for
// Settings.Settle.
//
// The answer of documents/create only means that the document is taken. A report is done when the document is accepted
// and each of its codes is where it brings them: the two come apart, and of a refused document a part of the codes may
// have been processed. There are no webhooks: ask after 5, 15 and 30 seconds, then each minute; it takes hours at
// peaks.
//
// # Receipt or document
//
// A receipt with a code brings it out of circulation, too, through the operator of fiscal data: package receipts. Never
// both.
//
// # May it be sold
//
// [Checker] asks hosts near the caller, with the key of the cash desks and without a signature. If none answers,
// whether one may sell is not decided here: the law allows it in the registry's emergency mode only. Who answers from
// outside of Russia gets 451.
//
// # Limits
//
// 50 requests a second for a participant; 1000 codes or articles in one question (longer lists are divided); 30 MB and
// 30 000 codes in a document. Sums are kopecks with VAT. Days are those of Moscow.
//
// # Not documented
//
// What several clients of others agree on is used; these facts are guesses, each made in one place:
//
//   - the word for a sale at a distance (Settings.DistanceSale): older editions call it REMOTE_SALE;
//   - how long a document may take to be seen (Settings.Settle);
//   - that optional fields may be left out (see [Client.WithNulls]);
//   - that 429 is answered before anything is done;
//   - whether the place of activity is asked for (Settings.FIAS, Settings.KPP);
//   - the forms of the files, and that sums in them are roubles ([Files]);
//   - that a text among a document's errors is about the codes that stand in it.
package chestnyznak
