package files_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/exchange/files"
)

// A program leaves a file; it is read once it does not grow any more, and put away.
func Example() {
	ctx := context.Background()
	folder := files.Memory() // a folder of a disk is files.Dir("/srv/exchange")
	watch := files.NewWatch(folder, "*.csv")

	if err := folder.Put("goods.csv", []byte("1;Кеди\n")); err != nil { // the other program
		fmt.Println(err)
	}
	for pass := 1; pass <= 2; pass++ {
		complete, err := watch.Complete(ctx)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("pass", pass, len(complete))
		for _, e := range complete {
			content, err := files.ReadAll(ctx, folder, e.Name, 1<<20)
			fmt.Print(string(content))
			if err = errors.Join(err, folder.Move(ctx, e.Name, "done/"+e.Name)); err != nil {
				fmt.Println(err)
			}
		}
	}
	// Output:
	// pass 1 0
	// pass 2 1
	// 1;Кеди
}

// The same file may be written again; what is there is never overwritten.
func ExampleFolder() {
	ctx := context.Background()
	var folder files.Folder = files.Memory()
	fmt.Println(folder.Write(ctx, "orders/100734.json", []byte("{}")))
	fmt.Println(folder.Write(ctx, "orders/100734.json", []byte("{}")))
	fmt.Println(folder.Write(ctx, "orders/100734.json", []byte("[]")))
	fmt.Println(folder.Write(ctx, "../orders.json", nil))
	// Output:
	// <nil>
	// <nil>
	// write orders/100734.json: there is a file of this name with other content
	// write ../orders.json: no name within the folder: write "a/b", without a dot before a name, ".." and a slash before all
}
