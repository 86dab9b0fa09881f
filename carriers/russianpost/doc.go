// Package russianpost is a client for Russian Post (Почта России): Otpravka for parcels, the public tariff calculator,
// and tracking.
//
//	post := russianpost.New(token, login, password)
//	o, err := post.CreateOrder(ctx, russianpost.Draft{Number: "A-1042-S1", MailType: russianpost.Parcel, ...})
//	fmt.Println(o.Barcode) // ШПИ, the tracking number
//
//	tracking := russianpost.NewTracking(trackingLogin, trackingPassword)
//	records, err := tracking.History(ctx, o.Barcode)
//
// The vendor's pages are https://otpravka.pochta.ru/specification and https://tracking.pochta.ru/specification.
package russianpost
