package russianpost_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
)

// A parcel is made, handed over with its batch, and followed.
func Example() {
	srv := russianposttest.New(russianposttest.Settings{})
	defer srv.Close()
	via := ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()})
	post := russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultLogin, russianposttest.DefaultPassword, via)
	ctx := context.Background()

	o, err := post.CreateOrder(ctx, russianpost.Draft{
		Number: "A-1042", MailType: russianpost.Parcel, MailCategory: russianpost.Ordinary, MailDirect: 643, Office: "101000", Mass: 1200,
		Recipient: "Петров Иван", Surname: "Петров", GivenName: "Иван", Phone: "79010000002", AddressType: russianpost.AddressDefault,
		Index: "190000", Region: "г Санкт-Петербург", Place: "г Санкт-Петербург", Street: "ул Примерная", House: "1",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	made, err := post.CreateBatches(ctx, russianpost.BatchOptions{}, o.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := post.Checkin(ctx, made.Batches[0].Name, false); err != nil {
		fmt.Println(err)
		return
	}
	srv.Accept("A-1042") // what happens at the Post
	srv.Arrive("A-1042")

	found, err := post.SearchShipments(ctx, o.Barcode)
	if err != nil {
		fmt.Println(err)
		return
	}
	code, _ := found[0].Last()
	fmt.Println(found[0].Number, code)
	// Output: A-1042 8/2
}

// The history of any parcel costs a request of the day's limit.
func ExampleTracking_History() {
	srv := russianposttest.New(russianposttest.Settings{})
	defer srv.Close()
	barcode := srv.MakeOrder(nil)
	srv.Accept(barcode)
	srv.HandOut(barcode)

	via := ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()})
	tracking := russianpost.NewTracking(russianposttest.DefaultTrackingLogin, russianposttest.DefaultTrackingPassword, via)
	records, err := tracking.History(context.Background(), barcode)
	if err != nil {
		fmt.Println(err)
		return
	}
	last := records[len(records)-1]
	fmt.Println(last.Code(), last.Address.Operation.Index)
	// Output: 2/1 190000
}
