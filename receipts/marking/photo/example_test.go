package photo_test

import (
	"bytes"
	"context"
	"fmt"
	"image/png"

	"github.com/ordo-sdk/ordo/internal/datamatrix"
	"github.com/ordo-sdk/ordo/receipts/marking/photo"
)

func ExampleRead() {
	label, err := datamatrix.Encode("0104698765000012215aB7kQ\x1d93dGVz") // stands for a photograph
	var picture bytes.Buffer
	if err == nil {
		err = png.Encode(&picture, label.Image(4, 3))
	}
	if err != nil {
		panic(err)
	}
	codes, err := photo.Read(context.Background(), picture.Bytes())
	fmt.Println(codes[0].GTIN, codes[0].Serial, err)

	_, err = photo.Read(context.Background(), []byte("\x00\x00\x00\x18ftypheic"))
	fmt.Println(err)
	// Output:
	// 04698765000012 5aB7kQ <nil>
	// photo: the picture is HEIC, which is not read here: send it as JPEG or PNG
}
