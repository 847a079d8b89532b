# Size of the chunk files of peak_basics of one run. The value is exact: it has no error.
set -eu
total=0
for file in "${XOM_DATA%%:*}/$XOM_RUN_ID"-peak_basics-*/peak_basics-*; do
  case $file in
    *.json) ;;
    *) total=$((total + $(wc -c < "$file"))) ;;
  esac
done
awk -v bytes="$total" 'BEGIN {
  printf "{\"results\": [{\"variable\": \"stored_size\", \"value\": %.3f, \"unit\": \"kB\"}]}\n", bytes / 1000
}' > "$XOM_OUT/result.json"
