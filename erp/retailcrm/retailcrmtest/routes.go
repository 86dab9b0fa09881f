package retailcrmtest

import "net/http"

// routes is what the account answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range map[string]handler{
		"GET /api/v5/orders":                                    listOrders,
		"GET /api/v5/orders/{x}":                                readOrder,
		"POST /api/v5/orders/create":                            createOrder,
		"POST /api/v5/orders/{x}/edit":                          editOrder,
		"POST /api/v5/orders/upload":                            uploadOrders,
		"GET /api/v5/orders/statuses":                           orderStatuses,
		"GET /api/v5/orders/history":                            orderHistory,
		"POST /api/v5/orders/fix-external-ids":                  fixExternalIDs,
		"POST /api/v5/orders/combine":                           combineOrders,
		"POST /api/v5/orders/payments/create":                   createPayment,
		"POST /api/v5/orders/payments/{id}/edit":                editPayment,
		"POST /api/v5/orders/payments/{id}/delete":              deletePayment,
		"GET /api/v5/orders/packs":                              listPacks,
		"GET /api/v5/orders/packs/{id}":                         readPack,
		"POST /api/v5/orders/packs/create":                      createPack,
		"POST /api/v5/orders/packs/{id}/edit":                   editPack,
		"POST /api/v5/orders/packs/{id}/delete":                 deletePack,
		"GET /api/v5/orders/packs/history":                      packHistory,
		"GET /api/v5/reference/{book}":                          readBook,
		"POST /api/v5/reference/{book}/{code}/edit":             editBook,
		"GET /api/v5/custom-fields":                             listFields,
		"GET /api/v5/custom-fields/{entity}/{code}":             readField,
		"POST /api/v5/custom-fields/{entity}/create":            createField,
		"POST /api/v5/custom-fields/{entity}/{code}/edit":       editField,
		"GET /api/v5/integration-modules/{code}":                readModule,
		"POST /api/v5/integration-modules/{code}/edit":          editModule,
		"POST /api/v5/delivery/generic/{code}/tracking":         track,
		"POST /api/v5/orders/links/create":                      linkOrders,
		"POST /api/v5/orders/{x}/delivery/cancel":               cancelDelivery,
		"GET /api/system-info":                                  readSystem,
		"POST /api/v5/reference/{book}/create":                  createEntry,
		"GET /api/v5/custom-fields/dictionaries":                listDictionaries,
		"GET /api/v5/custom-fields/dictionaries/{code}":         readDictionary,
		"POST /api/v5/custom-fields/dictionaries/create":        createDictionary,
		"POST /api/v5/custom-fields/dictionaries/{code}/edit":   editDictionary,
		"POST /api/v5/integration-modules/{code}/update-scopes": updateScopes,
		"GET /api/v5/settings":                                  readSettings,
		"GET /api/credentials":                                  readCredentials,
		"GET /api/api-versions":                                 readVersions,
		"/": func(*call) (int, object, *refusal) {
			return 0, nil, &refusal{404, "API method not found", nil}
		},
	} {
		mux.HandleFunc(pattern, s.serve(h))
	}
	return mux
}

func readSettings(c *call) (int, object, *refusal) {
	value := func(v string) object { return object{"value": v, "updated_at": "2019-02-13 13:57:20"} }
	return 200, object{"settings": object{
		"default_currency": value("RUB"), "system_language": value("RU"), "timezone": value(c.settings.Zone.String()),
		"work_times": []any{}, "non_working_days": []any{},
	}}, nil
}

func readCredentials(c *call) (int, object, *refusal) {
	return 200, object{
		"credentials": []any{}, "siteAccess": "access_full", "sitesAvailable": c.sites,
		"scopes": c.granted(),
	}, nil
}

func readSystem(*call) (int, object, *refusal) {
	return 200, object{"systemVersion": "8.1.51", "publicUrl": "https://shop.retailcrm.example", "technicalUrl": "https://test.retailcrm.example"}, nil
}

func readVersions(*call) (int, object, *refusal) {
	return 200, object{"versions": []string{"5.0"}}, nil
}
