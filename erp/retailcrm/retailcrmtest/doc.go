// Package retailcrmtest is a RetailCRM in the process, for tests of programs that talk to one. It keeps orders, payments,
// packs, references, custom fields and modules, writes the history, refuses what the CRM refuses, and calls modules back.
//
//	crm := retailcrmtest.New(retailcrmtest.Settings{})
//	defer crm.Close()
//	client := retailcrm.New(crm.URL(), retailcrmtest.Key)
//	crm.SetStatus(id, "availability-confirmed") // what the merchant does by hand
//	crm.Faults().Next("POST /api/v5/orders/create", fake.ResetAfter())
//
// It shares no code with the client. What is not known of the CRM is left out of it, with one exception each, said where
// it is: the words in which a second order with the same externalId is refused.
package retailcrmtest
