package retailcrmtest

import (
	"net/http"
	"strings"
)

// routes is what the account answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range map[string]struct {
		handler
		params string // "list" stands for those of a list, which its handler looks at; "entry" for the entry of a book
	}{
		"GET /api/v5/orders":                                    {listOrders, "list"},
		"GET /api/v5/orders/{x}":                                {readOrder, "by site"},
		"POST /api/v5/orders/create":                            {createOrder, "order site"},
		"POST /api/v5/orders/{x}/edit":                          {editOrder, "order by site"},
		"POST /api/v5/orders/upload":                            {uploadOrders, "orders site"},
		"GET /api/v5/orders/statuses":                           {orderStatuses, "ids[] externalIds[]"},
		"GET /api/v5/orders/history":                            {orderHistory, "list"},
		"POST /api/v5/orders/fix-external-ids":                  {fixExternalIDs, "orders"},
		"POST /api/v5/orders/combine":                           {combineOrders, "technique order resultOrder"},
		"POST /api/v5/orders/payments/create":                   {createPayment, "payment site"},
		"POST /api/v5/orders/payments/{id}/edit":                {editPayment, "payment by site"},
		"POST /api/v5/orders/payments/{id}/delete":              {deletePayment, ""},
		"GET /api/v5/orders/packs":                              {listPacks, "list"},
		"GET /api/v5/orders/packs/{id}":                         {readPack, ""},
		"POST /api/v5/orders/packs/create":                      {createPack, "pack"},
		"POST /api/v5/orders/packs/{id}/edit":                   {editPack, "pack"},
		"POST /api/v5/orders/packs/{id}/delete":                 {deletePack, ""},
		"GET /api/v5/orders/packs/history":                      {packHistory, "list"},
		"GET /api/v5/reference/{book}":                          {readBook, ""},
		"POST /api/v5/reference/{book}/{code}/edit":             {editBook, "entry"},
		"GET /api/v5/custom-fields":                             {listFields, "list"},
		"GET /api/v5/custom-fields/{entity}/{code}":             {readField, ""},
		"POST /api/v5/custom-fields/{entity}/create":            {createField, "customField"},
		"POST /api/v5/custom-fields/{entity}/{code}/edit":       {editField, "customField"},
		"GET /api/v5/integration-modules/{code}":                {readModule, ""},
		"POST /api/v5/integration-modules/{code}/edit":          {editModule, "integrationModule"},
		"POST /api/v5/delivery/generic/{code}/tracking":         {track, "statusUpdate"},
		"POST /api/v5/orders/links/create":                      {linkOrders, "link site"},
		"POST /api/v5/orders/{x}/delivery/cancel":               {cancelDelivery, "by site force"},
		"GET /api/system-info":                                  {readSystem, ""},
		"POST /api/v5/reference/{book}/create":                  {createEntry, "entry"},
		"GET /api/v5/custom-fields/dictionaries":                {listDictionaries, "list"},
		"GET /api/v5/custom-fields/dictionaries/{code}":         {readDictionary, ""},
		"POST /api/v5/custom-fields/dictionaries/create":        {createDictionary, "customDictionary"},
		"POST /api/v5/custom-fields/dictionaries/{code}/edit":   {editDictionary, "customDictionary"},
		"POST /api/v5/integration-modules/{code}/update-scopes": {updateScopes, "requires"},
		"GET /api/v5/settings":                                  {readSettings, ""},
		"GET /api/credentials":                                  {readCredentials, ""},
		"GET /api/api-versions":                                 {readVersions, ""},
		"/":                                                     {func(*call) (int, object, *refusal) { return 0, nil, noMethod }, "list"},
	} {
		mux.HandleFunc(pattern, s.serve(h.handler, strings.Fields(h.params)))
	}
	return mux
}

var noMethod = &refusal{404, "API method not found", nil}

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
