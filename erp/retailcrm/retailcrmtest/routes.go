package retailcrmtest

import (
	"net/http"
	"slices"
	"strings"
)

// route is one call that the account answers.
type route struct {
	handler
	params string   // "list" stands for those of a list, which its handler looks at; "entry" for the entry of a book
	names  []string // of what the first of params holds as JSON
}

// routes is what the account answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, r := range map[string]route{
		"GET /api/v5/orders":                                    {listOrders, "list", nil},
		"GET /api/v5/orders/{x}":                                {readOrder, "by site", nil},
		"POST /api/v5/orders/create":                            {createOrder, "order site", orderNames},
		"POST /api/v5/orders/{x}/edit":                          {editOrder, "order by site", orderNames},
		"POST /api/v5/orders/upload":                            {uploadOrders, "orders site", orderNames},
		"GET /api/v5/orders/statuses":                           {orderStatuses, "ids[] externalIds[]", nil},
		"GET /api/v5/orders/history":                            {orderHistory, "list", nil},
		"POST /api/v5/orders/fix-external-ids":                  {fixExternalIDs, "orders", idNames},
		"POST /api/v5/orders/combine":                           {combineOrders, "technique order resultOrder", nil},
		"POST /api/v5/orders/payments/create":                   {createPayment, "payment site", paymentNames},
		"POST /api/v5/orders/payments/{id}/edit":                {editPayment, "payment by site", slices.Concat(paymentNames, []string{"id"})},
		"POST /api/v5/orders/payments/{id}/delete":              {deletePayment, "id", nil},
		"GET /api/v5/orders/packs":                              {listPacks, "list", nil},
		"GET /api/v5/orders/packs/{id}":                         {readPack, "", nil},
		"POST /api/v5/orders/packs/create":                      {createPack, "pack", packNames},
		"POST /api/v5/orders/packs/{id}/edit":                   {editPack, "pack", packNames},
		"POST /api/v5/orders/packs/{id}/delete":                 {deletePack, "", nil},
		"GET /api/v5/orders/packs/history":                      {packHistory, "list", nil},
		"GET /api/v5/reference/{book}":                          {readBook, "", nil},
		"POST /api/v5/reference/{book}/{code}/edit":             {editBook, "entry", nil},
		"GET /api/v5/custom-fields":                             {listFields, "list", nil},
		"GET /api/v5/custom-fields/{entity}/{code}":             {readField, "", nil},
		"POST /api/v5/custom-fields/{entity}/create":            {createField, "customField", customFieldNames},
		"POST /api/v5/custom-fields/{entity}/{code}/edit":       {editField, "customField", customFieldNames},
		"GET /api/v5/integration-modules/{code}":                {readModule, "", nil},
		"POST /api/v5/integration-modules/{code}/edit":          {editModule, "integrationModule", moduleNames},
		"POST /api/v5/delivery/generic/{code}/tracking":         {track, "statusUpdate", trackingNames},
		"POST /api/v5/orders/links/create":                      {linkOrders, "link site", linkNames},
		"POST /api/v5/orders/{x}/delivery/cancel":               {cancelDelivery, "by site force", nil},
		"GET /api/system-info":                                  {readSystem, "", nil},
		"POST /api/v5/reference/{book}/create":                  {createEntry, "entry", nil},
		"GET /api/v5/custom-fields/dictionaries":                {listDictionaries, "list", nil},
		"GET /api/v5/custom-fields/dictionaries/{code}":         {readDictionary, "", nil},
		"POST /api/v5/custom-fields/dictionaries/create":        {createDictionary, "customDictionary", dictionaryNames},
		"POST /api/v5/custom-fields/dictionaries/{code}/edit":   {editDictionary, "customDictionary", dictionaryNames},
		"POST /api/v5/integration-modules/{code}/update-scopes": {updateScopes, "requires", []string{"scopes"}},
		"GET /api/v5/settings":                                  {readSettings, "", nil},
		"GET /api/credentials":                                  {readCredentials, "", nil},
		"GET /api/api-versions":                                 {readVersions, "", nil},
		"/":                                                     {func(*call) (int, object, *refusal) { return 0, nil, noMethod }, "list", nil},
	} {
		mux.HandleFunc(pattern, s.serve(r, strings.Fields(r.params)))
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
