package bitrix24_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Whatever is answered, an item has an id, or there is an error.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		`{"result":{"item":` + itemJSON + `}}`, `{"result":{"items":[` + itemJSON + `,[],{"id":"x"}]}}`, `{"result":{"productRows":[` + rowJSON + `]}}`,
		`{"result":{"process_id":"p","events":[{"ID":"1","EVENT_DATA":[],"EVENT_ADDITIONAL":false}]}}`, `{"result":[{"ID":"7","PHONE":{"1":{"VALUE":5}}}]}`,
		`{"result":{"tasks":[{"id":"5","ufCrmTask":false}]}}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		p := &portal{answers: map[string]func(map[string]any) string{}}
		for _, m := range []string{
			"crm.item.get", "crm.item.list", "crm.item.productrow.list", "event.offline.get", "crm.contact.list", "tasks.task.list",
		} {
			p.answers[m] = always(body)
		}
		c := bitrix24.New("https://portal.example", bxrest.Webhook(1, "hook-code"), ordo.WithHTTPClient(&http.Client{Transport: p}), bxrest.Box(), ordo.WithMaxAttempts(1))
		i, err := c.GetItem(t.Context(), bitrix24.TypeDeal, 77)
		require.True(t, err != nil || i.ID == 77)
		for _, name := range []string{"UF_CRM_ORDO_PROMO", "x"} {
			_, _, _ = i.Text(name), i.Texts(name), i.Files(name)
		}
		for r, err := range c.ListItems(t.Context(), bitrix24.ItemQuery{Type: bitrix24.TypeDeal}) {
			require.True(t, err != nil || r.Problem != nil || r.Value.ID > 0, "%s", body)
		}
		_, _ = c.ListRows(t.Context(), bitrix24.TypeDeal, 77)
		_, _ = c.ReserveOffline(t.Context(), "", 5)
		for _, err := range c.Contacts().List(t.Context(), nil) {
			_ = err
		}
		for _, err := range c.ListTasks(t.Context(), nil) {
			_ = err
		}
	})
}
