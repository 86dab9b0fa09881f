// Package bxserver is the server side of the REST protocol of Bitrix24 portals and 1C-Bitrix shops, without any of
// their objects. The fakes of both register their methods with it; a test of a program that calls further methods can
// register those too:
//
//	s := bxserver.New(bxserver.Settings{})
//	s.AddUser(1, true)
//	s.AddWebhook(1, "secret", "crm")
//	s.Handle("crm.currency.list", bxserver.Method{Scope: "crm", Params: []string{"order"}, Run: list})
//
// It reads requests as PHP does (JSON, form fields with brackets, multipart, the query merged in), knows webhooks and
// applications with tokens that rotate, runs batches with their references, filters, sorts and pages rows, counts the
// rate and the working time of methods, posts events and keeps the offline queue. Names of methods are not
// case-sensitive. What a method does not read is dropped, as the vendor does, and told by [Server.IgnoredFields].
//
// The rules are those of the server's source as box editions have it (modules rest and crm of 2026), and of the
// documentation at apidocs.bitrix24.com where the cloud differs. Not here: the XML form of answers, version 3 of the
// interface, upload and download by token, confirmation of methods by an administrator. A handler of events is called
// once, whatever it answers.
package bxserver
