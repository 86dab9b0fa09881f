package bitrixtest_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
)

// A buyer orders with a code and pays; a program reads the order.
func Example() {
	shop := bitrixtest.New(bitrixtest.Settings{})
	defer shop.Close()
	shop.AddCoupon("MAY10", 10, "1000.00", time.Time{})
	id := shop.PlacesOrder(bitrixtest.Buyer{Name: "Орлова Вера", Phone: "+7 900 123-45-67"},
		[]bitrixtest.Item{{Article: "MUG", Quantity: "2"}}, "MAY10", bitrixtest.PickupByCDEK)
	if err := shop.Pays(id); err != nil {
		fmt.Println(err)
	}
	o, _ := shop.Order(id)
	fmt.Println(o.Lines[0].Base, o.Lines[0].Price, o.Delivery, o.Price, o.Paid)

	client := &http.Client{Transport: shop.Transport()}
	resp, err := client.Get(bitrixtest.Webhook() + "sale.order.list?select[]=id&select[]=price&select[]=statusId&start=-1&filter[id]=" + strconv.Itoa(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	fmt.Println(string(b[:61]), err)
	// Output:
	// 890.00 801.00 350.00 1952.00 true
	// {"result":{"orders":[{"id":300,"price":1952,"statusId":"N"}]} <nil>
}
