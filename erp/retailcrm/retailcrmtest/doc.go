// Package retailcrmtest is a RetailCRM in the process, for tests of programs that talk to one. It keeps orders,
// payments, packs, references, custom fields and modules, writes the history, refuses what the CRM refuses, and calls
// modules back.
//
//	crm := retailcrmtest.New(retailcrmtest.Settings{})
//	defer crm.Close()
//	client := retailcrm.New(crm.URL(), retailcrmtest.Key)
//	crm.SetStatus(id, "availability-confirmed") // what the merchant does by hand
//	crm.Faults().Next("POST /api/v5/orders/create", fake.ResetAfter())
//
// It shares no code with the client. What is not known of the CRM is left out of it, but for the words in which a
// second order with the same externalId is refused.
//
// # What is left out
//
// Not served, and answered 404 "API method not found": customers, corporate customers, users, tasks, segments, loyalty,
// costs, files, telephony and statistics; store/inventories, store/prices and store/products; delivery/shipments and
// orders/{x}/plates/{id}/print; reference/mg-channels; orders/loyalty; verification.
//
// Refused with 400, as any filter that the CRM does not know: the list filters of orders by what the account does not
// keep. These are online, attachments, tasksCounts, couriers, managerGroups, mgChannels, uploadedToExtStoreSys, the
// receipt, margin and cost filters, dpdParcelDate, firstWebVisit, lastWebVisit, firstOrder and lastOrder.
//
// Not known from recorded answers, and chosen here: how the order's discount is spread (by the lines' sums, to the
// kopeck); that percents of a line and of its order are both taken of the initial price; the history's names of fields
// that no recorded history has, which are spelled after those that it has ("weight", "order_product.marking_codes");
// whether packages and locks are sent, see [Server.TellParcels]. Of what a delivery module keeps, the history shows the
// status, the track number and the courier. A payment does not tell of prepay_sum. POST orders/{x}/delivery/cancel does
// not call the module. The contact and the company of a corporate order are kept and sent back as they were written.
// What a module keeps with an order (delivery.data) has no fixed fields; all are taken. All other fields and parameters
// that the documentation of a call does not name are refused with 400, as of entries of reference books those that no
// book has. Scopes of keys are shown and not enforced.
package retailcrmtest
