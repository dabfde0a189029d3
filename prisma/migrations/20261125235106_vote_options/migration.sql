-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "options" JSONB;

-- AlterTable
ALTER TABLE "Ballot" ADD COLUMN     "picks" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
