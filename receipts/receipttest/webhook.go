package receipttest

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// checkWebhook checks the calls about a receipt or payment. refOf returns the reference that the news must have.
func checkWebhook(port any, ref order.Ref, call, forged func(order.Ref) (*http.Request, []byte), refOf func(receipts.News) order.Ref) error {
	hook, err := suite.As[receipts.Webhooker](port)
	if err != nil {
		return err
	}
	return suite.Webhook[receipts.News]{
		Port: hook, Call: suite.Bind(call, ref), Forged: suite.Bind(forged, ref),
		About: func(news []receipts.News) error {
			if !slices.ContainsFunc(news, func(n receipts.News) bool { return refOf(n).ID == ref.ID }) {
				return fmt.Errorf("a genuine call about %s reports %v", ref, news)
			}
			return nil
		},
	}.Check()
}
